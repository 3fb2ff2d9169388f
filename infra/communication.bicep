// The telephony provider's resource, which has the phone numbers: the topic of its events beside it, and what the app may do with it.
param name string
param eventTopicName string
param tags object
param appPrincipalId string

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

// Its phone numbers are nobody's to lose: neither the resource nor its group can be deleted before this lock is.
resource numbersStay 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: communication
  name: 'inbox-numbers'
  properties: {
    level: 'CanNotDelete'
    notes: 'The phone numbers of the inbox. Deleting this resource gives them up for good.'
  }
}

// The service knows no narrower role, and does not honour custom ones. It is granted on this one resource.
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

output address string = 'https://${communication.properties.hostName}'
output immutableId string = communication.properties.immutableResourceId
output topicId string = topic.id
output topicName string = topic.name
output topicPrincipalId string = topic.identity.principalId
