// The page: static files at an address of their own. The deployment of the files adds the configuration of sign-in and the inbox
// (web/azure/configure.mjs).
param name string
param location string
param tags object

// The service exists in these regions only. It serves the files worldwide.
var regions = ['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2']

resource page 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: contains(regions, location) ? location : 'westeurope'
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: { name: 'Free', tier: 'Free' }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output address string = 'https://${page.properties.defaultHostname}'
