/** How a picture came to be, in the words of the IPTC vocabulary that platforms read to label AI pictures. */
export type DigitalSourceType =
  | 'algorithmicMedia'
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia';

export interface XmpFacts {
  readonly digitalSourceType: DigitalSourceType;
  readonly creatorTool: string;
}

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
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    `<xmp:CreatorTool>${escaped(facts.creatorTool)}</xmp:CreatorTool>`,
    `<Iptc4xmpExt:DigitalSourceType>${VOCABULARY}${facts.digitalSourceType}</Iptc4xmpExt:DigitalSourceType>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
