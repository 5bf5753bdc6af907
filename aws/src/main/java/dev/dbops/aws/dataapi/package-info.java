/**
 * The RDS Data API in place of a connection: the driver talks to a backend in this process, which sends each statement
 * as a request.
 */
package dev.dbops.aws.dataapi;
