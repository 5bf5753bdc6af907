/** Events in a queue of Amazon SQS. */
package dev.dbops.aws.queue;
