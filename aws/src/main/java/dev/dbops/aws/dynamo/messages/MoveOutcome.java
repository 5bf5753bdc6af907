package dev.dbops.aws.dynamo.messages;

/** The result of moving the rows of a conversation to a message. */
public enum MoveOutcome {
    /** They show the message now. */
    MOVED,
    /** They show it, or a newer one, already. */
    CURRENT,
    /** The message was changed or deleted since, so that nothing was done: that is a change of its own. */
    SUPERSEDED,
    /** The conversation has no rows. */
    ALONE
}
