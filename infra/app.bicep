// The app: a plan that runs nothing while nobody calls, the Functions app on it, and its settings.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param hostAccountName string
param packageAddress string
param insightsConnection string
param tablesAddress string
param blobsAddress string
param deadLettersAddress string
param communicationAddress string
param communicationId string
param speechEndpoint string
param recordingHosts string
param authAuthority string
param authAudience string
param authScope string
param authFirstAdmin string
param publicAddress string
param numbersRegion string
param allowedOrigins array
param signalRAddress string
param webhookUrl string
param webhookVault string
param webhookSecretName string
param alwaysReadyForCalls int

// Azure's front takes bodies up to 210 MB. With the host's own limit there too, the code sees every request, and answers a problem to
// what is too long for its route.
var longestBody = 210 * 1024 * 1024

// A call is answered by its function, heard of over HTTP and led by its entity: each group starts by itself.
var groupsOfCalls = ['function:IncomingCall', 'http', 'durable']

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'inbox' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      cors: {
        allowedOrigins: allowedOrigins
      }
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageAddress
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        // Far more than a small business needs: it bounds what a fault may cost.
        maximumInstanceCount: 40
        alwaysReady: map(
          alwaysReadyForCalls > 0 ? groupsOfCalls : [],
          group => { name: group, instanceCount: alwaysReadyForCalls }
        )
      }
    }
  }

  // The code is deployed with a token of Entra ID; passwords for it are switched off.
  resource noPasswordForDeployment 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource noPasswordForFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  // What the code and its host read; a test compares them with what the code asks for. An empty one is as good as none.
  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__accountName: hostAccountName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      AzureWebJobsDisableHomepage: 'true'
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: string(longestBody)
      // Which identity Azure.Identity takes where code names none.
      AZURE_CLIENT_ID: identityClientId
      Storage__Tables__endpoint: tablesAddress
      Storage__Tables__credential: 'managedidentity'
      Storage__Tables__clientId: identityClientId
      Storage__Blobs__serviceUri: blobsAddress
      Storage__Blobs__credential: 'managedidentity'
      Storage__Blobs__clientId: identityClientId
      Storage__DeadLetters__serviceUri: deadLettersAddress
      Storage__DeadLetters__credential: 'managedidentity'
      Storage__DeadLetters__clientId: identityClientId
      Telephony__Provider: 'acs'
      Acs__Endpoint: communicationAddress
      Acs__ResourceId: communicationId
      Acs__SpeechEndpoint: speechEndpoint
      Acs__RecordingHosts: recordingHosts
      Auth__Authority: authAuthority
      Auth__Audience: authAudience
      Auth__Scope: authScope
      Auth__FirstAdmin: authFirstAdmin
      PublicAddress: empty(publicAddress) ? 'https://${app.properties.defaultHostName}' : publicAddress
      Numbers__Region: numbersRegion
      SignalR__Endpoint: signalRAddress
      Webhooks__Url: webhookUrl
      Webhooks__Secret: empty(webhookVault)
        ? ''
        : '@Microsoft.KeyVault(VaultName=${webhookVault};SecretName=${webhookSecretName})'
    }
  }
}

output id string = app.id
output address string = 'https://${app.properties.defaultHostName}'
