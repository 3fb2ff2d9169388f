// A key vault with the credentials of the Twilio account. The app reads them by references in its settings.
param name string
param location string
param tags object
param appPrincipalId string
param apiAddress string
param hasSecondaryAuthToken bool

@secure()
param accountSid string

@secure()
param apiKeySid string

@secure()
param apiKeySecret string

@secure()
param authToken string

@secure()
param secondaryAuthToken string

var secrets = [
  { name: 'twilio-account-sid', value: accountSid }
  { name: 'twilio-api-key-sid', value: apiKeySid }
  { name: 'twilio-api-key-secret', value: apiKeySecret }
  { name: 'twilio-auth-token', value: authToken }
  { name: 'twilio-secondary-auth-token', value: secondaryAuthToken }
]

// Without purge protection, which would prevent a new deployment under the same name for a week after `azd down`. Everything in the vault
// can be obtained from Twilio again.
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
  }
}

// A value that is left out does not change the secret in the vault.
resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [
  for one in secrets: if (!empty(one.value)) {
    parent: vault
    name: one.name
    properties: { value: one.value }
  }
]

resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, keyVaultSecretsUser)
  properties: {
    description: 'The inbox reads the credentials of the Twilio account.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

@description('The settings of the app.')
output settings object = {
  Telephony__Provider: 'twilio'
  Twilio__AccountSid: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=twilio-account-sid)'
  Twilio__ApiKeySid: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=twilio-api-key-sid)'
  Twilio__ApiKeySecret: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=twilio-api-key-secret)'
  Twilio__AuthToken: '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=twilio-auth-token)'
  Twilio__SecondaryAuthToken: hasSecondaryAuthToken
    ? '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=twilio-secondary-auth-token)'
    : ''
  Twilio__ApiAddress: apiAddress
}
