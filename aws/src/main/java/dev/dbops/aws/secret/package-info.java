/** The secret in which RDS keeps the password of a master user. */
package dev.dbops.aws.secret;
