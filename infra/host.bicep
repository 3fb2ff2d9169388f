// The storage account of the Functions host: its locks, the queues and history of Durable Functions, the deployed package, and the events
// that Event Grid could not deliver.
param name string
param location string
param tags object
param appPrincipalId string
param identityClientId string

@description('Whether there is, or was, a telephony provider that delivers events by Event Grid.')
param keepsDeadLetters bool

var packages = 'packages'
var deadLetters = 'deadletters'

// Undelivered events contain customers' texts. They are deleted after this time, unless they were posted again (docs/azure.md).
var deadLetterDays = 30

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
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

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [
  for containerName in [packages, deadLetters]: if (containerName != deadLetters || keepsDeadLetters) {
    parent: blobService
    name: containerName
    properties: { publicAccess: 'None' }
  }
]

resource retention 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = if (keepsDeadLetters) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'dead-letters'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${deadLetters}/'] }
            actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: deadLetterDays } } }
          }
        }
      ]
    }
  }
}

// The roles that the documentation of Azure Functions requires for storage without keys: blobs for locks, keys and the package (the inbox
// also uses it to erase customers from dead letters), queues and tables for Durable Functions.
resource hostOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageBlobDataOwner)
  properties: {
    description: 'The Functions host stores locks, keys and the deployed package; the inbox erases customers from undelivered events.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataOwner)
  }
}

resource hostUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageQueueDataContributor)
  properties: {
    description: 'Durable Functions sends its messages.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageQueueDataContributor)
  }
}

resource hostUsesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, storageTableDataContributor)
  properties: {
    description: 'Durable Functions stores its history.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

output id string = account.id
output name string = account.name
output packageAddress string = '${account.properties.primaryEndpoints.blob}${packages}'
output deadLetterContainer string = deadLetters

@description('The settings of the app, which erases customers from undelivered events.')
output settings object = {
  Storage__DeadLetters__serviceUri: account.properties.primaryEndpoints.blob
  Storage__DeadLetters__credential: 'managedidentity'
  Storage__DeadLetters__clientId: identityClientId
}
