package dev.dbops.events;

/**
 * A reader of the log.
 *
 * @param name its name
 * @param sink where its events go
 * @param filter the events that it reads, as {@link EventFilter#description} describes them
 * @param position the position that it has reached
 * @param idleSeconds seconds since it reported the position
 */
public record Consumer(String name, String sink, String filter, Position position, double idleSeconds) {}
