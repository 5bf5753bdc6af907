/** The commands for tables of DynamoDB. */
package dev.dbops.cli.dynamo;
