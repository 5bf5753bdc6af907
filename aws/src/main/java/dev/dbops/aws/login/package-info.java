/** Passwords from Secrets Manager and IAM tokens, as credentials of a target. */
package dev.dbops.aws.login;
