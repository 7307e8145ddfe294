/**
 * A number as a person may type one into a field: `64`, `32*2`, `100/3 + 1`, with a comma or a point for decimals. Null
 * when it is no arithmetic. Only numbers, + - * / and brackets are read; nothing is ever run.
 */
export function readArithmetic(text: string): number | null {
  const tokens = text.replaceAll(',', '.').match(/\d+(?:\.\d+)?|[-+*/()]|\S/g) ?? [];
  if (tokens.length === 0 || tokens.length > TOKENS_MAX) return null;
  let at = 0;

  const sum = (): number | null => {
    let left = product();
    while (left !== null && (tokens[at] === '+' || tokens[at] === '-')) {
      const minus = tokens[at] === '-';
      at += 1;
      const right = product();
      left = right === null ? null : left + (minus ? -right : right);
    }
    return left;
  };
  const product = (): number | null => {
    let left = value();
    while (left !== null && (tokens[at] === '*' || tokens[at] === '/')) {
      const over = tokens[at] === '/';
      at += 1;
      const right = value();
      left = right === null ? null : over ? left / right : left * right;
    }
    return left;
  };
  const value = (): number | null => {
    const token = tokens[at];
    at += 1;
    if (token === '-') {
      const negated = value();
      return negated === null ? null : -negated;
    }
    if (token === '(') {
      const inner = sum();
      at += 1;
      return tokens[at - 1] === ')' ? inner : null;
    }
    return token !== undefined && /^\d/.test(token) ? Number(token) : null;
  };

  const result = sum();
  return result !== null && at === tokens.length && Number.isFinite(result) ? result : null;
}

const TOKENS_MAX = 40;
