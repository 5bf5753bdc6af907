/** Reads the users of a Cognito user pool, page by page. */
package dev.dbops.aws.cognito;
