/** Tables of DynamoDB, at AWS and on the own machine: creating, listing, reading and dropping them. */
package dev.dbops.aws.dynamo;
