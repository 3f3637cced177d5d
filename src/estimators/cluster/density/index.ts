export { DBSCAN, type DbscanOptions, dbscan } from './dbscan.js';
