package dev.dbops.aws.stack;

/**
 * An output of a stack.
 *
 * @param output its name
 * @param value its value
 * @param description for people; may be empty
 */
public record StackOutput(String output, String value, String description) {}
