// Allows the app to read the secret that signs the webhooks of jobs, in an existing key vault.
param vaultName string
param secretName string
param appPrincipalId string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName

  resource secret 'secrets' existing = {
    name: secretName
  }
}

resource appReadsWebhookSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault::secret
  name: guid(vault::secret.id, appPrincipalId, keyVaultSecretsUser)
  properties: {
    description: 'The inbox signs its webhooks.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
