/** The handlers that AWS Lambda calls: thin classes over those of the other packages, which know nothing of Lambda. */
package dev.dbops.lambda;
