/** Sends events to where their tables lead: into a database, to another function, into a bucket. */
package dev.dbops.lambda.router;
