// Everything that the inbox needs in Azure. `azd up` deploys it twice: before the code, and after it with the event subscriptions, which
// Azure creates only for existing functions (azure.yaml).
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the azd environment. The names of the resource group and its resources contain it.')
param environmentName string

@description('Region of the resources. Choose one near the business, because callers wait for the app.')
// The regions of Flex Consumption. `az functionapp list-flexconsumption-locations` lists the current ones.
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

@description('Whether the functions exist, so that events can be delivered to them. Set by azd up.')
param codeIsDeployed bool = false

@allowed(['acs', 'twilio'])
@description('The telephony provider: Azure Communication Services or Twilio. The default is Twilio, unless communicationName is set.')
param telephonyProvider string = empty(communicationName) ? 'twilio' : 'acs'

@secure()
@description('Twilio: the account SID (AC…). As with the other credentials, an empty value keeps the secret that is in the key vault.')
param twilioAccountSid string = ''

@secure()
@description('Twilio: the SID of an API key of the account (SK…).')
param twilioApiKeySid string = ''

@secure()
@description('Twilio: the secret of that API key.')
param twilioApiKeySecret string = ''

@secure()
@description('Twilio: the auth token of the account, which signs webhooks.')
param twilioAuthToken string = ''

@secure()
@description('Twilio: the secondary auth token, while the auth token is replaced.')
param twilioSecondaryAuthToken string = ''

@description('Twilio: the address of the REST API, if the account is in another region: https://api.dublin.ie1.twilio.com.')
param twilioApiAddress string = ''

@description('Azure Communication Services: the name of the resource with the phone numbers.')
param communicationName string = ''

@description('Resource group of that resource.')
param communicationResourceGroup string = ''

@description('Creates that resource instead of using an existing one. Azure allows it only to customers from before 23 October 2026.')
param createCommunication bool = false

@description('Where a created resource stores its data at rest, such as United States or Europe.')
param communicationDataLocation string = 'United States'

@description('Name of the Event Grid topic of that resource. A resource can have only one: if it has one, enter its name.')
param eventTopicName string = 'inbox-events'

@description('Issuer of the access tokens of users: an OpenID Connect provider. The default is the Entra ID tenant of the subscription.')
param authAuthority string = '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

@description('Audience of those tokens: the client id of the app registration of the inbox.')
param authAudience string

@description('Scope that a token must have, as it is named in that registration.')
param authScope string = 'inbox'

@description('Client id of the app registration of the page. Without it, nobody can sign in to the page.')
param authPageClientId string = ''

@description('User who becomes an admin at the first sign-in: the object id or, with Entra ID, the sign-in name; with another issuer, the subject of the user\'s tokens.')
param authFirstAdmin string

@description('Address at which users and the telephony provider reach the inbox, if it is not the default one: https://inbox.business.example.')
param publicAddress string = ''

@description('Further origins that may use the API, separated by commas: https://inbox.business.example.')
param corsAllowedOrigins string = ''

@description('Whether a SignalR Service of the Free tier notifies open pages of changes. Without it they poll every few seconds.')
param liveUpdates bool = true

@description('Azure Communication Services: the address of a speech service that the resource may use. Without it, nothing is spoken in calls and no call is recorded.')
param speechEndpoint string = ''

@description('Azure Communication Services: the hosts from which recordings may be downloaded, separated by commas. The default is the known ones.')
param recordingHosts string = ''

@description('Country of phone numbers that are written without a country code, such as US. Needed only if the business has numbers of several countries.')
param numbersRegion string = ''

@description('Address of a webhook that notifies another system of new jobs.')
param webhookUrl string = ''

@description('Key vault with the secret that signs that webhook.')
param webhookVault string = ''

@description('Resource group of that vault.')
param webhookVaultResourceGroup string = ''

@description('Name of that secret in the vault.')
param webhookSecretName string = 'zuperconnect-webhooks'

@minValue(0)
@description('Days after which recordings are deleted; 0 keeps them until their customer is erased.')
param recordingRetentionDays int = 365

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS'])
@description('Redundancy of the data: in one data center, in three zones of a region, or in two regions.')
param dataRedundancy string = 'Standard_LRS'

@minValue(0)
@description('Instances that always run, for each group of functions that handles calls. With 0, the first call after a pause waits for a cold start, and an idle app costs nothing.')
param alwaysReadyForCalls int = 0

@description('Email address that receives alerts. Without it, alerts are in the portal only.')
param alertEmail string = ''

var tags = { 'azd-env-name': environmentName }
var otherOrigins = empty(corsAllowedOrigins) ? [] : map(split(corsAllowedOrigins, ','), origin => trim(origin))
var allowedOrigins = union([page.outputs.address], otherOrigins)
// Entra ID prefixes a scope with its registration, other issuers do not.
var isEntra = startsWith(authAuthority, az.environment().authentication.loginEndpoint)
var inboxAddress = empty(publicAddress) ? app.outputs.address : publicAddress
var suffix = uniqueString(subscription().id, environmentName, location)
var usesTwilio = telephonyProvider == 'twilio'
// Undelivered events stay for a while after a move to Twilio, and are erased with their customers.
var keepsDeadLetters = !usesTwilio || !empty(communicationName)
var acsGroup = empty(communicationResourceGroup) ? group.name : communicationResourceGroup

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
    usesTwilio: usesTwilio
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
    identityClientId: identity.outputs.clientId
    keepsDeadLetters: keepsDeadLetters
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

module twilio 'twilio.bicep' = if (usesTwilio) {
  name: 'twilio'
  scope: group
  params: {
    name: 'kv-inbox-${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    apiAddress: twilioApiAddress
    hasSecondaryAuthToken: !empty(twilioSecondaryAuthToken)
    accountSid: twilioAccountSid
    apiKeySid: twilioApiKeySid
    apiKeySecret: twilioApiKeySecret
    authToken: twilioAuthToken
    secondaryAuthToken: twilioSecondaryAuthToken
  }
}

// The resource may be in the inbox's own group, which azd then does not delete, because the resource is locked.
module newCommunication 'newCommunication.bicep' = if (!usesTwilio && createCommunication) {
  name: 'inbox-newCommunication-${suffix}'
  scope: resourceGroup(acsGroup)
  params: {
    name: communicationName
    dataLocation: communicationDataLocation
    tags: tags
  }
}

module communication 'communication.bicep' = if (!usesTwilio) {
  name: 'inbox-communication-${suffix}'
  scope: resourceGroup(acsGroup)
  params: {
    name: communicationName
    eventTopicName: eventTopicName
    tags: tags
    appPrincipalId: identity.outputs.principalId
    speechEndpoint: speechEndpoint
    recordingHosts: recordingHosts
  }
  dependsOn: [newCommunication]
}

module deadLetters 'deadLetters.bicep' = if (!usesTwilio) {
  name: 'deadLetters'
  scope: group
  params: {
    accountName: host.outputs.name
    containerName: host.outputs.deadLetterContainer
    topicPrincipalId: communication!.outputs.topicPrincipalId
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
    telephonySettings: union(
      usesTwilio ? twilio!.outputs.settings : communication!.outputs.settings,
      keepsDeadLetters ? host.outputs.settings : {}
    )
    callsComeFromEventGrid: !usesTwilio
  }
  // The app reads the secrets when it starts.
  dependsOn: [webhookSecret]
}

module events 'events.bicep' = if (!usesTwilio && codeIsDeployed) {
  name: 'inbox-events-${suffix}'
  scope: resourceGroup(acsGroup)
  params: {
    topicName: communication!.outputs.topicName
    appId: app.outputs.id
    deadLetterAccountId: host.outputs.id
    deadLetterContainer: host.outputs.deadLetterContainer
  }
  // Event Grid writes a test file there before it accepts a subscription.
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
    topicId: usesTwilio ? '' : communication!.outputs.topicId
  }
}

// Used by azd to deploy the code.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name

@description('Address of the inbox. GET /api/health shows what works and what is missing.')
output INBOX_ADDRESS string = inboxAddress

@description('Address of the page. Sign-in redirects to /signed-in.')
output PAGE_ADDRESS string = page.outputs.address

// The sign-in configuration of the page.
output PAGE_ISSUER string = authAuthority
output PAGE_CLIENT_ID string = authPageClientId
output PAGE_SCOPE string = isEntra ? '${authAudience}/${authScope}' : authScope

@description('The steps that the deployment cannot do.')
output INBOX_STILL_TO_DO string = join(
  concat(
    empty(authPageClientId)
      ? [
          'Nobody can sign in to the page yet: register it with ${page.outputs.address}/signed-in, set AUTH_PAGE_CLIENT_ID and run azd up again: docs/azure.md, "The page".'
        ]
      : [],
    usesTwilio
      ? [
          'Buy a number at Twilio unless you have one, then let the inbox set it up: in the page, "Settings", "Numbers", "Set up from provider", or POST ${inboxAddress}/api/numbers/discover: docs/azure.md, "Twilio".'
        ]
      : ['Unless ${communicationName} has a phone number already, buy one there: docs/azure.md, "A phone number".']
  ),
  ' '
)
