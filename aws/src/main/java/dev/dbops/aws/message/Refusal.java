package dev.dbops.aws.message;

import dev.dbops.OpsException;

/**
 * A message that a call did not accept, while it may have accepted others.
 *
 * @param message the message
 * @param isFinal whether sending it again would not help
 * @param reason the reason: of kind FAILED if it is final, otherwise UNREACHABLE
 */
public record Refusal(Message message, boolean isFinal, OpsException reason) {}
