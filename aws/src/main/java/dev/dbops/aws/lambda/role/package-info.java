/** The IAM role that lets a database call Lambda functions, and the other parts that this needs in AWS. */
package dev.dbops.aws.lambda.role;
