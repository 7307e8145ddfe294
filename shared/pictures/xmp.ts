import type { MadeOf } from '../document/index.ts';

/** How a picture came to be, in the words of the IPTC vocabulary that platforms read to label AI pictures. */
export type DigitalSourceType =
  | 'algorithmicMedia'
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'compositeSynthetic'
  | 'digitalCreation';

export interface XmpFacts {
  /** Null when it is not known, and then nothing is said. */
  readonly digitalSourceType: DigitalSourceType | null;
  readonly creatorTool: string;
  /** What it was made with and from; left out when the person wants it left out. */
  readonly making?: { readonly prompt: string; readonly system: string; readonly parameters: string };
}

/** Of a picture of several origins. */
export const COMPOSITE_SOURCES: Readonly<Record<MadeOf, DigitalSourceType | null>> = {
  trained: 'compositeWithTrainedAlgorithmicMedia',
  drawn: 'compositeSynthetic',
  'by-hand': 'digitalCreation',
  unknown: null,
};

const VOCABULARY = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * An XMP packet that says where a picture came from.
 * @source IPTC Photo Metadata Standard, "Digital Source Type"; XMP specification part 1, section 7
 */
export function xmpPacket(facts: XmpFacts): string {
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about=""',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ' xmlns:gesso="https://gesso.studio/ns/1.0/">',
    `<xmp:CreatorTool>${escaped(facts.creatorTool)}</xmp:CreatorTool>`,
    ...(facts.digitalSourceType === null ? [] : [sourceType(facts.digitalSourceType)]),
    ...(facts.making === undefined ? [] : making(facts.making)),
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('');
}

function sourceType(type: DigitalSourceType): string {
  return `<Iptc4xmpExt:DigitalSourceType>${VOCABULARY}${type}</Iptc4xmpExt:DigitalSourceType>`;
}

/** @source IPTC Photo Metadata Standard 2025.1: AI Prompt Information, AI System Used */
function making({ prompt, system, parameters }: NonNullable<XmpFacts['making']>): string[] {
  return [
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(prompt)}</rdf:li></rdf:Alt></dc:description>`,
    `<Iptc4xmpExt:AIPromptInformation>${escaped(prompt)}</Iptc4xmpExt:AIPromptInformation>`,
    `<Iptc4xmpExt:AISystemUsed>${escaped(system)}</Iptc4xmpExt:AISystemUsed>`,
    `<gesso:Parameters>${escaped(parameters)}</gesso:Parameters>`,
  ];
}

/** What XML 1.0 can't hold at all, however it is written, is left out. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text.replace(FORBIDDEN, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
