// The Functions app with its Flex Consumption plan, which scales to zero, and its settings.
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

@description('The settings of the telephony provider.')
param telephonySettings object

@description('Whether the telephony provider reports incoming calls by Event Grid. Otherwise it uses HTTP.')
param callsComeFromEventGrid bool

// The front end of Azure Functions accepts bodies of up to 210 MB. With the same limit in the host, each request reaches the code, which
// returns problem details if the body is too long for its route.
var maxBodyBytes = 210 * 1024 * 1024

// The groups of functions that handle a call. Each group scales by itself.
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
        // Limits the cost of a fault. A small business needs far fewer.
        maximumInstanceCount: 40
        alwaysReady: map(
          filter(groupsOfCalls, group => alwaysReadyForCalls > 0 && (callsComeFromEventGrid || !startsWith(group, 'function:'))),
          group => { name: group, instanceCount: alwaysReadyForCalls }
        )
      }
    }
  }

  // The code is deployed with a token of Entra ID, so basic authentication is disabled.
  resource noPasswordForDeployment 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource noPasswordForFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  // A test compares these settings with those that the code reads. An empty setting counts as not set.
  resource settings 'config' = {
    name: 'appsettings'
    properties: union(telephonySettings, {
      AzureWebJobsStorage__accountName: hostAccountName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      AzureWebJobsDisableHomepage: 'true'
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: string(maxBodyBytes)
      // The default identity of Azure.Identity.
      AZURE_CLIENT_ID: identityClientId
      Storage__Tables__endpoint: tablesAddress
      Storage__Tables__credential: 'managedidentity'
      Storage__Tables__clientId: identityClientId
      Storage__Blobs__serviceUri: blobsAddress
      Storage__Blobs__credential: 'managedidentity'
      Storage__Blobs__clientId: identityClientId
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
    })
  }
}

output id string = app.id
output address string = 'https://${app.properties.defaultHostName}'
