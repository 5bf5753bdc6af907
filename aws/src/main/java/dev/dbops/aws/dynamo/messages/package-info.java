/** Messages between users in a table of DynamoDB: their items, and the way from a new message to the lists of both users. */
package dev.dbops.aws.dynamo.messages;
