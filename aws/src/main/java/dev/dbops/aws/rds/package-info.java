/** RDS instances and clusters as they are: status, start, stop, failover and logs. */
package dev.dbops.aws.rds;
