// All that the inbox needs in Azure. `azd up` deploys it twice: before the code, and after it with the event subscriptions,
// which Azure makes only for functions that are there (azure.yaml).
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of this deployment: azd\'s environment. The resource group and what is in it are named after it.')
param environmentName string

@description('Where it runs. Callers wait for it: take one near the business.')
// The regions of Flex Consumption: az functionapp list-flexconsumption-locations lists them as they are now.
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@metadata({ azd: { type: 'location' } })
param location string

@description('Whether the functions are there, so that events can be sent to them. azd up says so itself.')
param codeIsDeployed bool = false

@description('Name of the Azure Communication Services resource that has, or is to have, the phone numbers.')
param communicationName string

@description('Resource group of that resource.')
param communicationResourceGroup string

@description('Makes that resource instead of using one that exists. Azure refuses it to whoever had none before 23 October 2026.')
param createCommunication bool = false

@description('Where a resource that is made keeps its data at rest, such as United States or Europe.')
param communicationDataLocation string = 'United States'

@description('Name of that resource\'s Event Grid topic. It can have one only: where it has one already, the name of that.')
param eventTopicName string = 'inbox-events'

@description('Issuer of the tokens that users sign in with: an OpenID Connect provider. Left out, this subscription\'s own Entra ID.')
param authAuthority string = '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

@description('Audience of those tokens: the client id of the app registration that stands for the inbox.')
param authAudience string

@description('Scope that a token must have, as it is called in that registration.')
param authScope string = 'inbox'

@description('Client id of the app registration that stands for the page. Left out, the page is there and nobody can sign in to it.')
param authPageClientId string = ''

@description('Who becomes an admin at the first sign-in: the user\'s object id, or with Entra ID the name they sign in with; with another issuer, the subject of their tokens.')
param authFirstAdmin string

@description('Address at which users and the provider reach the inbox, where it is not the one that Azure gives: https://inbox.business.example.')
param publicAddress string = ''

@description('Origins that may use the API besides the page\'s own, comma-separated: https://inbox.business.example.')
param corsAllowedOrigins string = ''

@description('Whether open pages are told of changes by a SignalR Service of the Free tier. Without it they ask every few seconds.')
param liveUpdates bool = true

@description('Address of a speech service that the Communication Services resource may use. Left out, nothing is spoken in calls and none is recorded.')
param speechEndpoint string = ''

@description('Hosts that recordings may be fetched from, comma-separated. Left out, those that the provider is known to use.')
param recordingHosts string = ''

@description('The country of phone numbers written without a country code, such as US, where the numbers of the business are of several. Empty: theirs.')
param numbersRegion string = ''

@description('Address at which another system is told of new jobs; left out, none is.')
param webhookUrl string = ''

@description('Key vault with the secret that signs what that system is told.')
param webhookVault string = ''

@description('Resource group of that vault.')
param webhookVaultResourceGroup string = ''

@description('Name of that secret in the vault.')
param webhookSecretName string = 'zuperconnect-webhooks'

@minValue(0)
@description('Days after which recordings are deleted; 0 keeps each until its customer is erased.')
param recordingRetentionDays int = 365

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS'])
@description('Copies of the inbox\'s data: in one building, in three of a region, or in two regions.')
param dataRedundancy string = 'Standard_LRS'

@minValue(0)
@description('Instances that are always running, for each of the three groups that a call passes through. 0: the first call after a pause waits for a start, but nothing costs while nobody calls.')
param alwaysReadyForCalls int = 0

@description('Who is written to when something needs a person. Left out, alerts are seen in the portal only.')
param alertEmail string = ''

var tags = { 'azd-env-name': environmentName }
var otherOrigins = empty(corsAllowedOrigins) ? [] : map(split(corsAllowedOrigins, ','), origin => trim(origin))
var allowedOrigins = union([page.outputs.address], otherOrigins)
// Entra ID knows a scope by the registration that has it, others by its name alone.
var isEntra = startsWith(authAuthority, az.environment().authentication.loginEndpoint)
var inboxAddress = empty(publicAddress) ? app.outputs.address : publicAddress
var suffix = uniqueString(subscription().id, environmentName, location)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-inbox-${suffix}'
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module data 'data.bicep' = {
  name: 'data'
  scope: group
  params: {
    name: 'inbox${suffix}'
    location: location
    tags: tags
    redundancy: dataRedundancy
    recordingRetentionDays: recordingRetentionDays
    appPrincipalId: identity.outputs.principalId
  }
}

module host 'host.bicep' = {
  name: 'host'
  scope: group
  params: {
    name: 'host${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module page 'page.bicep' = {
  name: 'page'
  scope: group
  params: {
    name: 'page-${suffix}'
    location: location
    tags: tags
  }
}

module signalR 'signalR.bicep' = if (liveUpdates) {
  name: 'signalR'
  scope: group
  params: {
    name: 'live-${suffix}'
    location: location
    tags: tags
    allowedOrigins: allowedOrigins
    appPrincipalId: identity.outputs.principalId
  }
}

module newCommunication 'newCommunication.bicep' = if (createCommunication) {
  name: 'inbox-newCommunication-${suffix}'
  scope: resourceGroup(communicationResourceGroup)
  params: {
    name: communicationName
    dataLocation: communicationDataLocation
    tags: tags
  }
  // It may be made in the inbox's own group, which azd then leaves as it is: the resource is locked.
  dependsOn: [group]
}

module communication 'communication.bicep' = {
  name: 'inbox-communication-${suffix}'
  scope: resourceGroup(communicationResourceGroup)
  params: {
    name: communicationName
    eventTopicName: eventTopicName
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
  dependsOn: [newCommunication]
}

module deadLetters 'deadLetters.bicep' = {
  name: 'deadLetters'
  scope: group
  params: {
    accountName: host.outputs.name
    containerName: host.outputs.deadLetterContainer
    topicPrincipalId: communication.outputs.topicPrincipalId
  }
}

module webhookSecret 'webhookSecret.bicep' = if (!empty(webhookVault)) {
  name: 'inbox-webhookSecret-${suffix}'
  scope: resourceGroup(empty(webhookVaultResourceGroup) ? group.name : webhookVaultResourceGroup)
  params: {
    vaultName: webhookVault
    secretName: webhookSecretName
    appPrincipalId: identity.outputs.principalId
  }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-inbox-${suffix}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostAccountName: host.outputs.name
    packageAddress: host.outputs.packageAddress
    insightsConnection: monitoring.outputs.insightsConnection
    tablesAddress: data.outputs.tablesAddress
    blobsAddress: data.outputs.blobsAddress
    deadLettersAddress: host.outputs.blobsAddress
    communicationAddress: communication.outputs.address
    communicationId: communication.outputs.immutableId
    speechEndpoint: speechEndpoint
    recordingHosts: recordingHosts
    authAuthority: authAuthority
    authAudience: authAudience
    authScope: authScope
    authFirstAdmin: authFirstAdmin
    publicAddress: publicAddress
    numbersRegion: numbersRegion
    allowedOrigins: allowedOrigins
    signalRAddress: liveUpdates ? signalR!.outputs.address : ''
    webhookUrl: webhookUrl
    webhookVault: webhookVault
    webhookSecretName: webhookSecretName
    alwaysReadyForCalls: alwaysReadyForCalls
  }
  // The app reads the secret when it starts.
  dependsOn: [webhookSecret]
}

module events 'events.bicep' = if (codeIsDeployed) {
  name: 'inbox-events-${suffix}'
  scope: resourceGroup(communicationResourceGroup)
  params: {
    topicName: communication.outputs.topicName
    appId: app.outputs.id
    deadLetterAccountId: host.outputs.id
    deadLetterContainer: host.outputs.deadLetterContainer
  }
  // Event Grid tries to write there before it takes a subscription.
  dependsOn: [deadLetters]
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    email: alertEmail
    insightsId: monitoring.outputs.insightsId
    topicId: communication.outputs.topicId
  }
}

// azd finds where to deploy the code by these.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name

@description('Where the inbox is. GET /api/health there says what works and what is missing.')
output INBOX_ADDRESS string = inboxAddress

@description('Where the page is. Sign-in comes back to /signed-in there.')
output PAGE_ADDRESS string = page.outputs.address

// What the page is told of sign-in.
output PAGE_ISSUER string = authAuthority
output PAGE_CLIENT_ID string = authPageClientId
output PAGE_SCOPE string = isEntra ? '${authAudience}/${authScope}' : authScope

@description('What cannot be done here. The resource has the numbers, and nothing rings before it has one.')
output INBOX_STILL_TO_DO string = join(
  concat(
    empty(authPageClientId)
      ? [
          'Nobody can sign in to the page yet: register it with ${page.outputs.address}/signed-in, set AUTH_PAGE_CLIENT_ID and run azd up again: docs/azure.md, "The page".'
        ]
      : [],
    ['Unless ${communicationName} has a phone number already, buy one there: docs/azure.md, "A phone number".']
  ),
  ' '
)
