/** Commands that change the settings of RDS instances and clusters: parameters, auditing, secrets, logs. */
package dev.dbops.cli.rds.settings;
