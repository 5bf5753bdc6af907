package dev.dbops.events.connect;

/** The encodings of numeric and money, by the values of Debezium's {@code decimal.handling.mode}. */
public enum DecimalMode {
    /** The digits as a binary number, and their scale. */
    precise,
    /** A floating-point number, which may lose digits. */
    // "double" is a word of Java
    double_ {
        @Override
        public String toString() {
            return "double";
        }
    },
    /** Text. */
    string
}
