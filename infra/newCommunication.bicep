// A new Azure Communication Services resource, for customers to whom Azure still sells one.
param name string
param dataLocation string
param tags object

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: name
  location: 'global'
  tags: tags
  // Always set, because a deployment without it removes the identity, and with it the access to the speech service (docs/azure.md).
  identity: { type: 'SystemAssigned' }
  properties: { dataLocation: dataLocation }
}
