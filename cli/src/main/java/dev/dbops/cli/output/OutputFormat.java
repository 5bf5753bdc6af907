package dev.dbops.cli.output;

/** The format of results on standard output. */
public enum OutputFormat {
    /** For people: a sentence, or columns aligned. */
    table,
    /** One JSON value: an object, or an array of objects. */
    json,
    /** RFC 4180, with a header line. */
    csv
}
