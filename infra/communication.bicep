// The existing Azure Communication Services resource with the phone numbers: the Event Grid topic of its events, a lock, and the app's
// role.
param name string
param eventTopicName string
param tags object
param appPrincipalId string
param speechEndpoint string
param recordingHosts string

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' existing = {
  name: name
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: eventTopicName
  location: 'global'
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: communication.id
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

// Protects the phone numbers: neither the resource nor its group can be deleted while this lock exists.
resource numbersStay 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: communication
  name: 'inbox-numbers'
  properties: {
    level: 'CanNotDelete'
    notes: 'The phone numbers of the inbox. Deleting this resource gives them up for good.'
  }
}

// The service has no narrower built-in role, and does not support custom roles. The scope is this resource only.
resource appTextsAndCalls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, appPrincipalId, communicationAndEmailServiceOwner)
  properties: {
    description: 'The inbox sends texts, and answers, places and records calls.'
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      communicationAndEmailServiceOwner
    )
  }
}

var communicationAndEmailServiceOwner = '09976791-48a7-449e-bb21-39d1a415f350'

@description('The settings of the app.')
output settings object = {
  Telephony__Provider: 'acs'
  Acs__Endpoint: 'https://${communication.properties.hostName}'
  Acs__ResourceId: communication.properties.immutableResourceId
  Acs__SpeechEndpoint: speechEndpoint
  Acs__RecordingHosts: recordingHosts
}
output topicId string = topic.id
output topicName string = topic.name
output topicPrincipalId string = topic.identity.principalId
