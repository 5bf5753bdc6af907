/** The export of log files to CloudWatch Logs. */
package dev.dbops.aws.logexport;
