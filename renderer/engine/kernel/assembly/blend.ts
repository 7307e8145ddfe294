import { blendRow } from './layer';
import {
  NORMAL, DISSOLVE, DARKEN, MULTIPLY, COLOR_BURN, LINEAR_BURN, DARKER_COLOR,
  LIGHTEN, SCREEN, COLOR_DODGE, LINEAR_DODGE, LIGHTER_COLOR, OVERLAY, SOFT_LIGHT,
  HARD_LIGHT, VIVID_LIGHT, LINEAR_LIGHT, PIN_LIGHT, HARD_MIX, DIFFERENCE, EXCLUSION, SUBTRACT,
  DIVIDE, HUE, SATURATION, COLOR, LUMINOSITY,
} from './modes';

// A function for each mode, so that each loop holds one formula.

function normal(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(NORMAL, step, row, source, plane, cover, width, x, y);
}
function dissolve(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(DISSOLVE, step, row, source, plane, cover, width, x, y);
}
function darken(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(DARKEN, step, row, source, plane, cover, width, x, y);
}
function multiply(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(MULTIPLY, step, row, source, plane, cover, width, x, y);
}
function colorBurn(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(COLOR_BURN, step, row, source, plane, cover, width, x, y);
}
function linearBurn(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LINEAR_BURN, step, row, source, plane, cover, width, x, y);
}
function darkerColor(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(DARKER_COLOR, step, row, source, plane, cover, width, x, y);
}
function lighten(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LIGHTEN, step, row, source, plane, cover, width, x, y);
}
function screen(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(SCREEN, step, row, source, plane, cover, width, x, y);
}
function colorDodge(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(COLOR_DODGE, step, row, source, plane, cover, width, x, y);
}
function linearDodge(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LINEAR_DODGE, step, row, source, plane, cover, width, x, y);
}
function lighterColor(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LIGHTER_COLOR, step, row, source, plane, cover, width, x, y);
}
function overlay(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(OVERLAY, step, row, source, plane, cover, width, x, y);
}
function softLight(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(SOFT_LIGHT, step, row, source, plane, cover, width, x, y);
}
function hardLight(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(HARD_LIGHT, step, row, source, plane, cover, width, x, y);
}
function vividLight(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(VIVID_LIGHT, step, row, source, plane, cover, width, x, y);
}
function linearLight(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LINEAR_LIGHT, step, row, source, plane, cover, width, x, y);
}
function pinLight(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(PIN_LIGHT, step, row, source, plane, cover, width, x, y);
}
function hardMix(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(HARD_MIX, step, row, source, plane, cover, width, x, y);
}
function difference(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(DIFFERENCE, step, row, source, plane, cover, width, x, y);
}
function exclusion(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(EXCLUSION, step, row, source, plane, cover, width, x, y);
}
function subtract(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(SUBTRACT, step, row, source, plane, cover, width, x, y);
}
function divide(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(DIVIDE, step, row, source, plane, cover, width, x, y);
}
function hue(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(HUE, step, row, source, plane, cover, width, x, y);
}
function saturation(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(SATURATION, step, row, source, plane, cover, width, x, y);
}
function color(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(COLOR, step, row, source, plane, cover, width, x, y);
}
function luminosity(step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32): void {
  blendRow(LUMINOSITY, step, row, source, plane, cover, width, x, y);
}

export function blend(
  mode: i32, step: usize, row: usize, source: usize, plane: usize, cover: usize, width: i32, x: i32, y: i32,
): void {
  switch (mode) {
    case NORMAL: return normal(step, row, source, plane, cover, width, x, y);
    case DISSOLVE: return dissolve(step, row, source, plane, cover, width, x, y);
    case DARKEN: return darken(step, row, source, plane, cover, width, x, y);
    case MULTIPLY: return multiply(step, row, source, plane, cover, width, x, y);
    case COLOR_BURN: return colorBurn(step, row, source, plane, cover, width, x, y);
    case LINEAR_BURN: return linearBurn(step, row, source, plane, cover, width, x, y);
    case DARKER_COLOR: return darkerColor(step, row, source, plane, cover, width, x, y);
    case LIGHTEN: return lighten(step, row, source, plane, cover, width, x, y);
    case SCREEN: return screen(step, row, source, plane, cover, width, x, y);
    case COLOR_DODGE: return colorDodge(step, row, source, plane, cover, width, x, y);
    case LINEAR_DODGE: return linearDodge(step, row, source, plane, cover, width, x, y);
    case LIGHTER_COLOR: return lighterColor(step, row, source, plane, cover, width, x, y);
    case OVERLAY: return overlay(step, row, source, plane, cover, width, x, y);
    case SOFT_LIGHT: return softLight(step, row, source, plane, cover, width, x, y);
    case HARD_LIGHT: return hardLight(step, row, source, plane, cover, width, x, y);
    case VIVID_LIGHT: return vividLight(step, row, source, plane, cover, width, x, y);
    case LINEAR_LIGHT: return linearLight(step, row, source, plane, cover, width, x, y);
    case PIN_LIGHT: return pinLight(step, row, source, plane, cover, width, x, y);
    case HARD_MIX: return hardMix(step, row, source, plane, cover, width, x, y);
    case DIFFERENCE: return difference(step, row, source, plane, cover, width, x, y);
    case EXCLUSION: return exclusion(step, row, source, plane, cover, width, x, y);
    case SUBTRACT: return subtract(step, row, source, plane, cover, width, x, y);
    case DIVIDE: return divide(step, row, source, plane, cover, width, x, y);
    case HUE: return hue(step, row, source, plane, cover, width, x, y);
    case SATURATION: return saturation(step, row, source, plane, cover, width, x, y);
    case COLOR: return color(step, row, source, plane, cover, width, x, y);
    case LUMINOSITY: return luminosity(step, row, source, plane, cover, width, x, y);
  }
}
