/** The sink that invokes a Lambda function with events. */
package dev.dbops.aws.lambda;
