package dev.dbops.script.lexer;

/**
 * The parameter of a number such as {@code $1}.
 *
 * @param name the parameter's name
 * @param nullTest whether it is only used before IS NULL, where the server cannot infer a type; its other uses, which
 *     have a type, then get their own number
 */
public record QueryParameter(String name, boolean nullTest) {}
