/** Events in a data stream of Amazon Kinesis. */
package dev.dbops.aws.kinesis;
