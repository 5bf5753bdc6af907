/** Users who confirm their sign-up get a row in the table of users. */
package dev.dbops.lambda.cognito;
