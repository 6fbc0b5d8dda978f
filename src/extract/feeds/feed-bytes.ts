const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
];

/** The text of a document: its charset is what its first bytes say, else the header, else the XML declaration, else UTF-8. */
export function decodeBytes(bytes: Uint8Array, contentType: string | undefined): string {
  const mark = MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  const charset = mark?.charset ?? charsetOf(contentType) ?? declaredCharset(bytes) ?? 'utf-8';
  return decoder(charset).decode(bytes);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset="?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1];
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*?\sencoding=["']([\w.:-]{1,40})["']/.exec(head)?.[1];
}

function decoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder('utf-8');
  }
}
