/** Events as the messages of a stream or a queue: their order, and what happens when only some are accepted. */
package dev.dbops.aws.message;
