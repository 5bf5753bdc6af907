package dev.dbops.script;

/**
 * What a number such as {@code $1} stands for.
 *
 * @param name the parameter's name
 * @param nullTest whether it stands before IS NULL alone, where the server finds no type for it; its other places, which
 *     have one, have a number of their own then
 */
public record QueryParameter(String name, boolean nullTest) {}
