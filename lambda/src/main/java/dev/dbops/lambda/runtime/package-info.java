/** The common part of all handlers: variables, log lines, metrics, and the way from an event to an answer or a failure. */
package dev.dbops.lambda.runtime;
