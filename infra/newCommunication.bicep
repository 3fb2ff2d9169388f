// The telephony provider's resource, for whoever has none and may make one.
param name string
param dataLocation string
param tags object

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: name
  location: 'global'
  tags: tags
  // Said each time, as Azure takes an identity away that a deployment leaves out, and with it what speaks in calls (docs/azure.md).
  identity: { type: 'SystemAssigned' }
  properties: { dataLocation: dataLocation }
}
