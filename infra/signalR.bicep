// Notifies open pages of changes. In serverless mode the app sends each notification over HTTP, without an open connection.
param name string
param location string
param tags object
param allowedOrigins array
param appPrincipalId string

resource signalR 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SignalR'
  // 20 connected pages and 20,000 messages a day. Beyond that, pages poll.
  sku: { name: 'Free_F1', tier: 'Free', capacity: 1 }
  properties: {
    features: [{ flag: 'ServiceMode', value: 'Serverless' }]
    cors: { allowedOrigins: allowedOrigins }
    disableLocalAuth: true
  }
}

resource appTellsPages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: signalR
  name: guid(signalR.id, appPrincipalId, signalRRestApiOwner)
  properties: {
    description: 'The inbox lets pages connect, and notifies them of changes.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', signalRRestApiOwner)
  }
}

var signalRRestApiOwner = 'fd53cd77-2268-407a-8f46-7e7863d0f521'

output address string = 'https://${signalR.properties.hostName}'
