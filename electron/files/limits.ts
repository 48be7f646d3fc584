/** Bounds that hostile or broken files run into (M4). Every one is far above what a real file of people needs. */

/** Columns of a file that is read: far more than there are fields, and as many as the window can show to be mapped. */
export const maximumColumns = 500;

/** Columns a spreadsheet can have. */
export const maximumSheetColumns = 16_384;

/** Rows of one sheet in the file format; also the lines of a file that is read, blank ones counted. */
export const maximumSheetRows = 1_048_576;

/** Rows of a file that is read, its header counted and blank ones not: a plan takes a million. */
export const maximumRows = 1_000_001;

/** Bytes of text beyond which rows are counted before they are read. Below, reading meets the limit soon enough. */
export const countedFromBytes = 16_777_216;

/** Records kept, blank ones counted, while the first rows with any text are looked for. */
export const maximumBlankBeginning = 100_000;

/** UTF-8 bytes between the end of one CSV record and the end of the next. */
export const maximumRecordBytes = 1_048_576;

/** Characters of one spreadsheet cell (32,767 in the format), with room for writers that do not count well. */
export const maximumCellCharacters = 262_144;

/** Entries of a spreadsheet's archive. Real ones have tens. */
export const maximumArchiveEntries = 4_096;

/** Bytes all the parts that are read may inflate to, and one part. */
export const maximumInflatedBytes = 4_000_000_000;

/** Inflated size over compressed size beyond which a part is refused, once it is larger than `expansionFreeBytes`. */
export const maximumExpansion = 200;
export const expansionFreeBytes = 16_777_216;

/** Bytes of XML without any element starting or ending. */
export const maximumXmlSilence = 1_048_576;

/** Nested XML elements. */
export const maximumXmlDepth = 64;

/** Bytes and number of shared strings kept in memory. */
export const maximumSharedStringBytes = 83_886_080;
export const maximumSharedStrings = 8_000_000;

/** Bytes of the small parts (workbook, relations, styles) that are read before the sheet. */
export const maximumSmallPartBytes = 8_388_608;

/** Cells of a whole sheet, the empty ones in between counted, and of the rows in one chunk of its XML. */
export const maximumSheetCells = 100_000_000;
export const maximumChunkCells = 500_000;

/** Bytes of a file read to find out what it is. */
export const headBytes = 262_144;
