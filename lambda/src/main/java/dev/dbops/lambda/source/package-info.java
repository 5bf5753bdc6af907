/** The senders of events, and the answer by which each learns which events failed. */
package dev.dbops.lambda.source;
