// The data of the inbox: conversations, customers, recordings. They are in an account of their own, separate from the Functions host's,
// so that they can be restored, copied or moved independently.
param name string
param location string
param tags object
param redundancy string
param recordingRetentionDays int
param usesTwilio bool
param appPrincipalId string

// The names are those of inbox/Storage/StorageTables.cs; a test compares them.
var tableNames = ['Inbox', 'Numbers', 'OptOuts', 'Calls', 'Team', 'Tickets', 'Audit', 'Customers', 'Search', 'Jobs', 'SavedReplies', 'Webhooks', 'Erased']
var containerNames = ['recordings', 'attachments', 'greetings', 'unprocessed', 'imports']

// A deleted blob can be restored during this time, so the recordings of an erased customer are gone only after it. Recordings never
// change, so versioning and point-in-time restore would only delay the erasure. For tables Azure offers neither: a deleted row is gone
// at once.
var softDeleteDays = 7

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

// The name is that of twilio/Rest/ListComparisons.cs; the same test compares it.
resource twilioTable 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = if (usesTwilio) {
  parent: tableService
  name: 'TwilioMessages'
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: false
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [
  for containerName in containerNames: {
    parent: blobService
    name: containerName
    properties: { publicAccess: 'None' }
  }
]

resource retention 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'recordings'
          type: 'Lifecycle'
          enabled: recordingRetentionDays > 0
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['recordings/'] }
            actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: max(recordingRetentionDays, 1) } } }
          }
        }
      ]
    }
  }
}

resource appReadsAndWritesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageTableDataContributor)
  properties: {
    description: 'The inbox reads and writes its tables.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

resource appReadsAndWritesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageBlobDataContributor)
  properties: {
    description: 'The inbox reads and writes recordings, pictures, greetings, customer files and dead letters.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

output tablesAddress string = account.properties.primaryEndpoints.table
output blobsAddress string = account.properties.primaryEndpoints.blob
