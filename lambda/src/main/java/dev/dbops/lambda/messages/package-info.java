/** The stream of the table of messages in DynamoDB: conversations move to their new messages. */
package dev.dbops.lambda.messages;
