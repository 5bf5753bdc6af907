/** Creates RDS instances and clusters, and holds what creation, restoring, proxies and deletion share: plans of requests. */
package dev.dbops.aws.provisioning;
