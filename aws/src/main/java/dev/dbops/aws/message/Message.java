package dev.dbops.aws.message;

/**
 * One message for a stream or a queue: an event, or one of several lines that its format makes of an event.
 *
 * @param index the index of its event in the batch
 * @param id the event's ID; further messages of the event have a number after it
 * @param key the {@link OrderKey}: messages with one key keep their order
 * @param body the text in UTF-8
 */
public record Message(int index, String id, String key, byte[] body) {}
